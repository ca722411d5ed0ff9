// Interface texts: the same that the server filled the page with, one file a language.

const load = async (of) => (await fetch(new URL(`texts.${of}.json`, import.meta.url))).json();

let lang = document.documentElement.lang;
let texts = await load(lang);

export const language = () => lang;

/** The text of a key, with `{name}` filled in from `values`. */
export const t = (key, values = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

/** "one thing", "3 things": `key` for one, `key_n` for more. */
export const count = (one, more, n) => t(n === 1 ? one : more, { n: n.toLocaleString(lang) });

/** Change the language in place. Nothing is reloaded, so nothing that was typed is lost. */
export async function speak(next) {
  texts = await load(next);
  lang = next;
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t, node.dataset);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
  for (const node of document.querySelectorAll("[data-nl]")) node.textContent = node.dataset[lang];
  for (const link of document.querySelectorAll("nav a")) {
    if (link.lang === lang) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
