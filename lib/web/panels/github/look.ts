import type { Look } from "../look.ts";

export const githubLook: Look = {
  drawing:
    "M7 8.200v7.600m0-7.600a2.100 2.100 0 1 0 0-4.200 2.100 2.100 0 0 0 0 4.200Zm0 7.600A2.100 2.100 0 1 0 7 20a2.100 2.100 0 0 0 0-4.200Zm10-6.600a2.100 2.100 0 1 0 0-4.200 2.100 2.100 0 0 0 0 4.200Zm0 0c0 3.800-4.200 3.600-7 4.400-1.700.500-3 1.100-3 2.200",
  tint: "#5a6b7d",
  activity: [["issue", "issues and pull requests"]],
};
