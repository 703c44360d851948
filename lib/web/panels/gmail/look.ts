import type { Look } from "../look.ts";

export const gmailLook: Look = {
  drawing:
    "M4 7.500A2 2 0 0 1 6 5.500h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-9Zm.6-.4 6.200 5.300a1.900 1.900 0 0 0 2.400 0l6.200-5.300",
  tint: "#d1452f",
  liveHelp: "New mail appears in your activity at once.",
  activity: [["mail", "mail"]],
};
