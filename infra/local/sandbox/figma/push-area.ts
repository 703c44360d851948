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
  usage: '--file "Home page"  --from ben  --hand passcode|signature',
};
