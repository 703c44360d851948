import type { Look } from "../look.ts";

export const clioLook: Look = {
  drawing:
    "M12 4v16M7 20h10M5 7.500h14M5 7.500 2.800 13a2.600 2.600 0 0 0 4.400 0L5 7.500Zm14 0L16.800 13a2.600 2.600 0 0 0 4.400 0L19 7.500Z",
  tint: "#2b5fb8",
  activity: [["event", "contacts and matters"]],
  params: {
    region: {
      label: "Region",
      choices: [
        ["us", "United States"],
        ["eu", "Europe"],
        ["ca", "Canada"],
        ["au", "Australia"],
      ],
      hint: "Where your firm's data is kept. The address of Clio begins with eu., ca. or au. when you are signed in, and with app. in the United States.",
    },
  },
};
