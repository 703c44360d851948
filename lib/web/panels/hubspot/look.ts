import type { Look } from "../look.ts";

export const hubspotLook: Look = {
  drawing:
    "M15 10.500a4 4 0 1 1-.010 0Zm0 0V7.200m0 0a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400ZM12 12 6.500 7.600m0 0a1.300 1.300 0 1 0-2-1.700 1.300 1.300 0 0 0 2 1.700ZM12.200 17.300 9.800 19.700",
  tint: "#e0603a",
  activity: [["event", "contacts"]],
};
