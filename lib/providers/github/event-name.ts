/** The name of an event, such as `projects_v2_item`: docs.github.com/en/webhooks/webhook-events-and-payloads */
export const eventNamePattern = /^[a-z][a-z\d_]{0,63}$/;
