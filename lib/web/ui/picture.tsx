import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface Props {
  readonly src: string;
  readonly alt: string;
  /** What stands in its place when there is none, or when its address has expired. */
  readonly children: ComponentChildren;
}

/** Fills the box it stands in, whose size does not depend on it. */
export function Picture({ src, alt, children }: Props) {
  const [lost, setLost] = useState("");
  if (!src || lost === src) return <>{children}</>;
  return <img src={src} alt={alt} loading="lazy" decoding="async" onError={() => setLost(src)} />;
}
