import type { Frame } from "../store/feed.ts";
import { toShownWord } from "../store/shown-status.ts";

/** A frame as sockets get it: a connection's status in the words of the list. Stored frames keep the row's. */
export function toShownFrame(frame: Frame): Frame {
  if (frame.type !== "connection.changed") return frame;
  return { ...frame, data: { ...frame.data, status: toShownWord(frame.data.status) } };
}
