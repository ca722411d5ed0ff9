// Samples to start from, fetched when somebody asks for one.

let samples = null;
let next = 0;

/** The next sample; those in the language of the page come first. */
export async function loadSample(lang) {
  samples ??= await (await fetch(new URL("samples.json", import.meta.url))).json();
  const ordered = samples.toSorted((a, b) => (b.language === lang) - (a.language === lang));
  return ordered[next++ % ordered.length];
}
