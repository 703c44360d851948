import { queueDueSubscriptions } from "../../lib/subscriptions/queue-due.ts";

export const handler = async () => queueDueSubscriptions();
