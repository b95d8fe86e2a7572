/** The program's own mark: the brass bell on a front desk. Drawn on a 24-unit grid, in the colour of its text. */
export const DeskBell = ({ size }: { readonly size: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={1.75} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
    <path d="M3.5 16.5a8.5 8.5 0 0 1 17 0z" fill="currentColor" fillOpacity={0.18} />
    <path d="M2 19.75h20" strokeWidth={2.25} />
    <path d="M12 8V5.25M9.75 5.25h4.5" />
    <path d="M7.5 14a5 5 0 0 1 2.75-3" strokeWidth={1.25} />
  </svg>
)
