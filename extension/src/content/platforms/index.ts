import { bluesky } from "./bluesky";
import { chatwoot } from "./chatwoot";
import { facebook } from "./facebook";
import { generic } from "./generic";
import { instagram } from "./instagram";
import { linkedin } from "./linkedin";
import { mastodon } from "./mastodon";
import type { Platform } from "./platform";
import { reddit } from "./reddit";
import { threads } from "./threads";
import { tiktok } from "./tiktok";
import { whatsapp } from "./whatsapp";
import { x } from "./x";
import { youtube } from "./youtube";
import { zendesk } from "./zendesk";

/** Every platform. A page gets only its own: the build makes a script of each (`platform-x.js`), see `here`. */
export const PLATFORMS: readonly Platform[] = [
  x, facebook, linkedin, instagram, threads, mastodon, bluesky, youtube, reddit, tiktok, whatsapp, zendesk, chatwoot, generic,
]; // prettier-ignore
