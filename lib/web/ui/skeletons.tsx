// Grey placeholders of the same size as the content that replaces them.

const keys = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** @param lines of text in a row */
export function RowSkeleton({ lines }: { readonly lines: 1 | 2 }) {
  return (
    <ul class="rows">
      {keys.map((key) => (
        <li class={`row row-${lines}`} key={key}>
          <span class="row-text">
            <span class="skeleton-shape skeleton-words" />
            {lines === 2 && <span class="skeleton-shape skeleton-more-words" />}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function TileSkeleton() {
  return (
    <div class="tiles-part">
      <span class="skeleton-shape skeleton-words tiles-name" />
      <ul class="tiles">
        {keys.map((key) => (
          <li class="tile" key={key}>
            <span class="thumb skeleton-shape" />
            <span class="tile-text">
              <span class="skeleton-shape skeleton-words" />
              <span class="skeleton-shape skeleton-more-words" />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
