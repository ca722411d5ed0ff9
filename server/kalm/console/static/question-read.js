// The page behind a link: asks first, takes the sealed question from the server once, opens it here.
import { open, usable } from "./seal.js";

const find = (id) => document.getElementById(id);
const key = location.hash.slice(1);

// The links to the other language keep the key, which no server sees.
for (const link of document.querySelectorAll(".languages a")) link.hash = key;

function end(id) {
  find("before").hidden = true;
  find(id).hidden = false;
}

if (!usable()) end("insecure");
else if (!/^[\w-]{43}$/.test(key)) end("no-key");

find("read").addEventListener("click", async () => {
  find("read").disabled = true;
  let answer;
  try {
    answer = await fetch(find("before").dataset.post, { method: "POST", cache: "no-store" });
  } catch {
    answer = null;
  }
  if (answer === null || answer.status >= 500) {
    find("away").hidden = false;
    find("read").disabled = false;
    return;
  }
  find("away").hidden = true;
  if (!answer.ok) {
    end("gone");
    return;
  }
  try {
    const content = await open(new Uint8Array(await answer.arrayBuffer()), key);
    for (const name of ["draft", "parent", "note"]) {
      find(name).textContent = content[name] ?? "";
      if (name !== "draft") find(`with-${name}`).hidden = !content[name];
    }
    // The key has done its work: out of the address bar and this tab's history.
    history.replaceState(null, "", location.pathname);
    end("opened");
    find("draft-heading").focus();
  } catch {
    end("unreadable");
  }
});
