// A server in front of the real one, for what that cannot be made to do: it answers late, with an error, or on routes
// that the real one lacks.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Faulty {
  url: string;
  /** What came in on `routes`, and about grammar where that is a fault; in order. */
  received: { path: string; body: unknown; authorization: string | null }[];
  stop(): Promise<void>;
}

/** What to answer on a route, given the body. */
export type Route = (body: unknown) => { status: number; body?: unknown } | Promise<{ status: number; body?: unknown }>;

export interface Faults {
  /** Milliseconds that `/v1/lint` takes longer. */
  delay?: number;
  /** The error that `/v1/lint` answers with. */
  status?: number;
  /** What an answer about grammar says of it. */
  grammar?: "unavailable" | "timeout";
  /** Routes that are answered here. */
  routes?: Record<string, Route>;
  /** What the real answer of `/v1/client` gets besides. */
  client?: object;
  /** What every real answer gets besides. */
  answer?: () => object;
}

/** Passes everything on to the real server, but with these faults. */
export async function faulty(address: string, { delay = 0, status = 0, grammar, routes = {}, client = {}, answer = () => ({}) }: Faults): Promise<Faulty> {
  const received: Faulty["received"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const path = request.url ?? "";
      const lint = path === "/v1/lint";
      const json = { "Content-Type": "application/json" };
      const route = routes[path];
      if (route) {
        const body = JSON.parse(Buffer.concat(chunks).toString());
        received.push({ path, body, authorization: request.headers.authorization ?? null });
        const said = await route(body);
        response.writeHead(said.status, json).end(said.body === undefined ? "" : JSON.stringify(said.body));
        return;
      }
      if (lint && delay) await new Promise((done) => setTimeout(done, delay));
      if (lint && status) {
        response.writeHead(status).end();
        return;
      }
      const headers = { ...json, "Accept-Language": request.headers["accept-language"] ?? "nl" };
      const body = request.method === "POST" ? Buffer.concat(chunks) : null;
      const real = await fetch(address + path, { method: request.method ?? "GET", headers, body });
      const said = await real.text();
      let besides: object = path === "/v1/client" ? { ...client, ...answer() } : lint ? answer() : {};
      if (lint && grammar && JSON.parse(String(body)).checks?.includes("grammar")) {
        received.push({ path, body: JSON.parse(String(body)), authorization: request.headers.authorization ?? null });
        besides = { grammar, findings: [] };
      }
      const changed = real.ok && Object.keys(besides).length ? JSON.stringify({ ...JSON.parse(said), ...besides }) : said;
      response.writeHead(real.status, json).end(changed);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  server.unref(); // a test that failed has stopped nothing
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
