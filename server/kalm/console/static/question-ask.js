// The page that seals a draft for a colleague and gives the link. Nothing that is typed leaves this page unsealed.
import { seal, usable } from "./seal.js";

const find = (id) => document.getElementById(id);
const form = find("ask");
const fields = ["draft", "parent", "note"].map(find);

if (!usable()) find("insecure").hidden = false;

function tell(what) {
  for (const id of ["empty", "long", "failed"]) find(id).hidden = id !== what;
  find("draft").toggleAttribute("aria-invalid", false);
  if (what === "empty" || what === "long") find("draft").setAttribute("aria-invalid", "true");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [draft, parent, note] = fields.map((field) => field.value.trim());
  if (!draft) {
    tell("empty");
    find("draft").focus();
    return;
  }
  try {
    const sealed = await seal({ draft, parent, note }, Number(form.dataset.limit));
    if (sealed === null) {
      tell("long");
      return;
    }
    const answer = await fetch(form.dataset.post, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: sealed.bytes,
      cache: "no-store",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { id } = await answer.json();
    tell("");
    const address = form.dataset.link.replace(/-$/, encodeURIComponent(id));
    find("link").value = `${location.origin}${address}#${sealed.key}`;
    form.reset();
    form.hidden = true;
    find("made").hidden = false;
    find("link-heading").focus();
  } catch {
    tell("failed");
  }
});

find("copy").addEventListener("click", async () => {
  find("link").select();
  try {
    await navigator.clipboard.writeText(find("link").value);
    find("copied").textContent = find("copied-text").textContent;
  } catch {
    find("link").focus(); // selected, to be copied by hand
  }
});

find("another").addEventListener("click", () => {
  find("link").value = "";
  find("copied").textContent = "";
  find("made").hidden = true;
  form.hidden = false;
  find("draft").focus();
});
