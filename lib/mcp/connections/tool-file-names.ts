// What the build and the Lambda that reads its file must call alike.

/** The name of the argument that every tool which changes something takes. */
export const keyArgument = "idempotencyKey";

export const toolFileName = "connection-tools.json";
