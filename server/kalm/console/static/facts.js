// The facts around the draft, as the fields of the page say them.
import { $ } from "./dom.js";

const [draft, parent, situation] = ["draft", "parent", "situation"].map($);
let placeChosen = false;

/** The situation that a person chose, or "". */
export const chosen = () => situation.querySelector("input:checked").value;

/** Leave it to Kalm again. */
export const unchoose = () => (situation.querySelector("[value='']").checked = true);

/** Whether somebody is answered, and not in a post of one's own. */
export const replying = () => Boolean(parent.value.trim()) && $("place").value !== "post";

/** The place follows from the message that is answered, until a person chooses one. */
export function placeFollows(follows) {
  placeChosen = !follows;
}

/** Take in that the message that is answered has changed. */
export function parentChanged() {
  const here = Boolean(parent.value.trim());
  if (!placeChosen) $("place").value = here ? "page" : "post";
  if (!here) unchoose();
}

export const showPicture = () => ($("picture-facts").hidden = !$("picture").checked);

/** The body for POST /v1/lint, or null when there is nothing to ask. */
export function question() {
  if (!draft.value.trim() && !parent.value.trim()) return null;
  const body = {
    text: draft.value,
    language: $("language").value,
    context: {
      account: $("account").value,
      place: $("place").value,
      platform: $("platform").value || null,
      parent: parent.value.trim() ? { text: parent.value } : null,
      attachments: $("picture").checked
        ? [{ kind: "image", rights: $("rights").value, credit: $("credit").value.trim() || null, alt: $("alt").value.trim() || null }]
        : [],
      situation: (parent.value.trim() && chosen()) || null,
    },
  };
  if ($("strictness").value) body.strictness = $("strictness").value;
  return body;
}

/** Fill in the facts of a sample. */
export function fillIn(sample) {
  for (const name of ["account", "place", "platform"]) $(name).value = sample[name] ?? "";
  $("picture").checked = Boolean(sample.picture);
  $("rights").value = sample.picture ?? "unknown";
  showPicture();
  placeFollows(false);
  unchoose();
}
