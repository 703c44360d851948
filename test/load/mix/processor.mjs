// Artillery loads a processor's TypeScript through a bundler of its own, and plain JavaScript as it is.
export { prepareRequest, recordAnswer, recordFailure } from "./processor.ts";
