// What the options and the popup share.
import type { Ask, Told } from "./protocol";
import { api } from "./api";
import { type Settings, readerLanguage } from "./settings";
import { Texts } from "./texts";
import { words } from "./words";

export const ask = <K extends Ask["kind"]>(question: Extract<Ask, { kind: K }>): Promise<Told[K]> =>
  api.runtime.sendMessage(question) as Promise<Told[K]>;

/** The page's texts; its language is set too. */
export function textsFor(settings: Settings): Texts {
  const language = readerLanguage(settings);
  document.documentElement.lang = language;
  return new Texts(words(language));
}

export function status(text: string): void {
  (document.querySelector("#status") as HTMLElement).textContent = text;
}

/** Ask the browser for a site. Must be called while a click is being handled. */
export const askPermission = (origin: string): Promise<boolean> => api.permissions.request({ origins: [origin] });
