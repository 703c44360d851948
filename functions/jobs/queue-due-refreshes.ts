import { queueDueRefreshes } from "../../lib/oauth/due.ts";

export const handler = async () => queueDueRefreshes();
