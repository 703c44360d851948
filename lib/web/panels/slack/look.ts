import type { Look } from "../look.ts";

export const slackLook: Look = {
  drawing:
    "M4.5 6.8A2.3 2.3 0 0 1 6.800 4.500h10.400a2.300 2.300 0 0 1 2.300 2.300v6.900a2.300 2.300 0 0 1-2.300 2.300H11l-4.500 3.800V16a2 2 0 0 1-2-2V6.800ZM8.500 9h7m-7 3h4.500",
  tint: "#c2367a",
  activity: [
    ["message", "messages"],
    ["file", "shared files"],
  ],
};
