import type { Foreign } from "../surface/walk";

/** One kind of editor: how it is known, what in its nodes is not the writer's text, and how it takes several lines. */
export interface Editor {
  name: string;
  /** The element in which people write. */
  selector: string;
  foreign?: Foreign;
  lines: "paste" | "type";
}
