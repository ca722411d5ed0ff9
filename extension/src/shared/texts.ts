import type en from "./texts.json";

export type TextKey = keyof (typeof en)["en"];

/** The words of the interface in one language: ours, and those that the server gives (categories, situations). */
export class Texts {
  constructor(private readonly words: Readonly<Record<string, string>>) {}

  /** A text of our own, with `{name}` filled in; the one for a single thing where `n` is 1 and there is one. */
  say(key: TextKey, given: Record<string, string | number> = {}): string {
    const text = (given.n === 1 ? this.words[`${key}_one`] : undefined) ?? this.words[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
  }

  /** A text of the server; the last part of its key where it gave none. */
  fromServer(key: string): string {
    return this.words[`server_${key}`] ?? key.slice(key.indexOf("_") + 1);
  }
}
