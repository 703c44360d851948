import { queueDueRefreshes } from "../../lib/connections/refresh-due.ts";

export const handler = async () => queueDueRefreshes();
