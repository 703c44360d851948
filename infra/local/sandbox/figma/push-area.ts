import type { Area } from "../push/area.ts";

export const figmaArea: Area = {
  name: "figma",
  words: {
    update: { event: "FILE_UPDATE" },
    comment: { event: "FILE_COMMENT" },
    version: { event: "FILE_VERSION_UPDATE" },
    delete: { event: "FILE_DELETE" },
    publish: { event: "LIBRARY_PUBLISH" },
    ping: { event: "PING" },
  },
  text: "text",
  options: ["from", "file", "hand"],
  whyUnheard:
    "no webhook covers that file, and events of hooks made by hand are only logged. Connect Figma as Ada, choose the team https://www.figma.com/files/team/1001 under Files, and switch “Receive changes live” on in Figma's settings.",
  usage: '--file "Home page"  --from ben  --hand passcode|signature',
};
