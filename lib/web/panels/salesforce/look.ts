import type { Look } from "../look.ts";

export const salesforceLook: Look = {
  drawing:
    "M7.4 18.500a4.200 4.200 0 0 1-.7-8.300A4.700 4.700 0 0 1 15.200 8a4.500 4.500 0 0 1 1.600 10.500H7.400ZM9 14.500h6",
  tint: "#1487c4",
  activity: [["event", "contacts"]],
  params: {
    loginHost: {
      label: "Sign-in address",
      initial: "login.salesforce.com",
      hint: "login.salesforce.com is right for most. Write test.salesforce.com for a sandbox, or your company's own address, such as acme.my.salesforce.com.",
    },
  },
};
