// Sealing a question in the browser: AES-GCM with a key that is made here and leaves only in the #part of a link.
// Sealed: one byte for this form (1), twelve bytes of nonce, ciphertext with its tag.

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const BLOCK = 1024; // the length is rounded up to this, so that it tells little about the text
const BOUND = new TextEncoder().encode("kalm question 1");

export const usable = () => Boolean(globalThis.crypto?.subtle);

/** Seals an object: bytes for the server, and the key as text for the link. Null if it would not fit `limit` bytes. */
export async function seal(content, limit) {
  const text = new TextEncoder().encode(JSON.stringify(content));
  const size = Math.ceil((text.length + 4) / BLOCK) * BLOCK;
  if (1 + NONCE + size + TAG > limit) return null;
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, 4);
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: BOUND }, key, padded);
  const bytes = new Uint8Array(1 + NONCE + sealed.byteLength);
  bytes[0] = VERSION;
  bytes.set(nonce, 1);
  bytes.set(new Uint8Array(sealed), 1 + NONCE);
  return { bytes, key: toText(new Uint8Array(await crypto.subtle.exportKey("raw", key))) };
}

/** The object that was sealed. Rejects if key and bytes do not belong together. */
export async function open(bytes, key) {
  if (bytes[0] !== VERSION) throw new Error("another form");
  const made = await crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["decrypt"]);
  const nonce = bytes.slice(1, 1 + NONCE);
  const sealed = bytes.slice(1 + NONCE);
  const padded = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: BOUND }, made, sealed);
  const length = new DataView(padded).getUint32(0);
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(padded.slice(4, 4 + length)));
}

const toText = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
