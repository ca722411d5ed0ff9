// Server and browser for one file of tests.
import { after, before } from "node:test";
import type { Settings } from "../../src/shared/settings";
import { type EditorName, page as pageOf } from "../pages/bundle";
import { ADDED } from "../pages/sites";
import { type Kalm, startBrowser } from "./browser";
import { Desk } from "./desk";
import { type Server, startServer } from "./server";

export interface Rig {
  kalm: Kalm;
  server: Server;
  /** A page of the lab with an editor in it, entered. */
  lab(editor: EditorName, body?: string, after?: string): Promise<Desk>;
}

const ADDRESS = "https://lab.kalm.example/";

export function rig(settings: Partial<Settings> = {}): Rig {
  const made = {} as Rig;
  before(async () => {
    made.server = await startServer();
    made.kalm = await startBrowser({ server: made.server.url, language: "nl", sites: ADDED, ...settings });
  });
  after(async () => {
    await made.kalm?.close();
    await made.server?.stop();
  });
  made.lab = async (editor, body, after) => {
    const desk = new Desk(await made.kalm.open(ADDRESS + editor, await pageOf(editor, body, after)));
    await desk.enter();
    return desk;
  };
  return made;
}
