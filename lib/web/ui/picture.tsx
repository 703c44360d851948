import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface Props {
  readonly src: string;
  readonly alt: string;
  /** Shown instead when there is no picture or its URL has expired. */
  readonly children: ComponentChildren;
}

/** A picture that fills its parent, whose size does not depend on it. */
export function Picture({ src, alt, children }: Props) {
  const [failedSrc, setFailedSrc] = useState("");
  if (!src || failedSrc === src) return <>{children}</>;
  return <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setFailedSrc(src)} />;
}
