/** A shop's own subscriptions deliver these. */
const customerTopics = ["customers/create", "customers/update", "customers/delete"] as const;

/** The address of these is a setting of the app, for all shops. */
export const appTopics = ["app/uninstalled", "shop/redact", "customers/redact", "customers/data_request"] as const;

export const topics = [...customerTopics, ...appTopics] as const;
