const lines = ["a", "b", "c", "d", "e"] as const;

export function MailSkeleton() {
  return (
    <div class="mail-text">
      {lines.map((line) => (
        <span class="skeleton-shape skeleton-more-words" key={line} />
      ))}
    </div>
  );
}
