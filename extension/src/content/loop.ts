import type { Ask } from "../shared/protocol";
import type { Texts } from "../shared/texts";
import { button, el } from "./ui/dom";
import type { Host } from "./ui/host";

/** After a reply that moves somebody offline: offer a private sign for tomorrow, to close the conversation here. */
export function offerToCloseTheLoop(host: Host, texts: Texts, tell: (ask: Ask) => void): void {
  const gone = () => box.remove();
  const box = el(
    "section",
    { class: "toast loop", role: "dialog", "aria-label": texts.say("name") },
    el("p", {}, texts.say("loop_ask")),
    el(
      "div",
      { class: "choice" },
      button(
        texts.say("loop_yes"),
        () => {
          tell({ kind: "remind", url: location.href });
          gone();
          host.say(texts.say("loop_kept"), true);
        },
        { class: "main", "data-act": "remind" },
      ),
      button(texts.say("loop_no"), gone, { class: "plain" }),
    ),
  );
  host.root.querySelector(".loop")?.remove();
  host.mount(document.documentElement);
  host.root.append(box);
  setTimeout(gone, 20_000);
}
