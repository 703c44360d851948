/** By its value entries know that a request comes through the edge, which replaces what a viewer sends under this name. */
export const originHeader = "x-patchbay-origin";

/** Where a viewer is, as CloudFront says it. */
export const viewerAddressHeader = "cloudfront-viewer-address";
