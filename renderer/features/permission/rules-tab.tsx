import { lazy, Suspense } from 'react'

// The data of every place is for whoever looks at them.
const RulesPage = lazy(async () => ({ default: (await import('./rules-page.tsx')).RulesPage }))

export const RulesTab = () => <Suspense fallback={null}><RulesPage /></Suspense>
