import type { AccountImport } from "../../connections/old-connection.ts";
import { parseShop, toShopName } from "./shop.ts";

const readShop = (address = ""): string | undefined => parseShop(address.replace(/^https:\/\//, "").replace(/\/$/, ""));

export const shopifyImport: AccountImport = {
  readAccount({ account: { accountId = "", accountName }, params }) {
    const [, id] = /^(?:gid:\/\/shopify\/Shop\/)?(\d{1,20})$/.exec(accountId) ?? [];
    const shop = readShop(params.shop);
    if (id === undefined || shop === undefined) return undefined;
    return { id, name: accountName ?? toShopName(shop), username: shop };
  },
};
