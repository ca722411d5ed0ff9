// Takes a policy file from the disk into the field, and sends the field as a body of its own: a form would swell it.
import { $ } from "./dom.js";

function prepare() {
  const form = $("import");
  const [file, source, told] = [$("file"), $("source"), $("file-told")];
  const { largest, tooLarge, away } = form.dataset;
  $("pick").hidden = false;

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    told.textContent = chosen.size > largest ? tooLarge : "";
    if (chosen.size <= largest) source.value = await chosen.text();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { csrf, edition } = form.elements;
    const headers = { "Content-Type": "application/yaml", "X-CSRF-Token": csrf.value, Accept: "text/html" };
    try {
      const answer = await fetch(`${form.action}?edition=${edition.value}`, { method: "POST", headers, body: source.value });
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      $("content").replaceWith(page.getElementById("content"));
      if ($("import")) prepare();
      $("content").focus();
    } catch {
      told.textContent = away;
    }
  });
}

prepare();
