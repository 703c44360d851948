import type { Look } from "../look.ts";

export const calendarLook: Look = {
  drawing:
    "M4.500 9.800h15M8.200 3.800v3.400m7.600-3.400v3.400M6.500 5.500h11a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-10a2 2 0 0 1 2-2Zm5.200 8h3.600v2.600h-3.600v-2.600Z",
  tint: "#2f72d6",
  liveHelp: "New, changed and cancelled events appear in your activity at once.",
  activity: [["event", "events"]],
};
