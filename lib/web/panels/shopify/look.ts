import type { Look } from "../look.ts";

export const shopifyLook: Look = {
  drawing: "M5.500 8.500h13l-1 11h-11l-1-11Zm3 0a3.500 3.500 0 0 1 7 0M9 12a3 3 0 0 0 6 0",
  tint: "#5d8f2f",
  activity: [["event", "customers"]],
  params: {
    shop: {
      label: "Shop",
      placeholder: "acme.myshopify.com",
      hint: "Your shop's address that ends in .myshopify.com. Shopify shows it under Settings, Domains.",
    },
  },
};
