// Grey placeholders of the same size as the content that replaces them.

const keys = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** @param lines of text in a row */
export function RowSkeleton({ lines }: { readonly lines: 1 | 2 }) {
  return (
    <ul class="rows">
      {keys.map((key) => (
        <li class={`row row-${lines}`} key={key}>
          <span class="row-text">
            <span class="bone bone-words" />
            {lines === 2 && <span class="bone bone-more-words" />}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function TileSkeleton() {
  return (
    <div class="tiles-part">
      <span class="bone bone-words tiles-name" />
      <ul class="tiles">
        {keys.map((key) => (
          <li class="tile" key={key}>
            <span class="thumb bone" />
            <span class="tile-text">
              <span class="bone bone-words" />
              <span class="bone bone-more-words" />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
