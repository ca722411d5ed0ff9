// The background script's look-ups, with a server that answers when it is told to.

/** Imported when it is asked for: the browser's interface must stand there by then. */
export async function lookups() {
  const holder = globalThis as Record<string, unknown>;
  const storage = { get: async () => ({ settings: { language: "nl" } }) };
  holder.chrome = { storage: { local: storage, managed: storage } };
  const waiting: ((response: Response) => void)[] = [];
  holder.fetch = () => new Promise<Response>((answer) => waiting.push(answer));
  const { client, forget } = await import("../../src/background/server");
  forget();
  return { client, forget, answer: (body: object) => waiting.shift()?.(Response.json(body)) };
}
