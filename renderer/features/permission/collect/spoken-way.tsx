import { SpokenForm } from '../../../ui/spoken-form.tsx'

/** Somebody said yes, in person or on the phone. */
export const SpokenWay = () => <SpokenForm />
