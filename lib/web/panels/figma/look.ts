import type { Look } from "../look.ts";

export const figmaLook: Look = {
  drawing:
    "M12 3.5 16.5 13l-2.7 4.5h-3.6L7.5 13 12 3.5Zm0 0v7.2m0 2.6a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6ZM8.5 20.5h7",
  tint: "#8a4fd8",
  liveHelp:
    "Changes and comments in your team's files appear in your activity at once. Choose the team under Files first; Figma allows this to an admin of the team only.",
  activity: [["file", "files and comments"]],
  keepsCopies: true,
};
