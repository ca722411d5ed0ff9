// A server that fails on purpose, for what a real one cannot be made to do: it answers late, or with an error.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Faulty {
  url: string;
  stop(): Promise<void>;
}

/** Passes everything on to the real server but `/v1/lint`, which `delay`s or answers with `status`. */
export async function faulty(real: string, { delay = 0, status = 0 }): Promise<Faulty> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const lint = request.url === "/v1/lint";
      if (lint && delay) await new Promise((done) => setTimeout(done, delay));
      if (lint && status) {
        response.writeHead(status).end();
        return;
      }
      const headers = { "Content-Type": "application/json", "Accept-Language": request.headers["accept-language"] ?? "nl" };
      const body = request.method === "POST" ? Buffer.concat(chunks) : null;
      const answer = await fetch(real + request.url, { method: request.method ?? "GET", headers, body });
      response.writeHead(answer.status, { "Content-Type": "application/json" }).end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
