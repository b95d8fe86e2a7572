/**
 * What the environment may change in a development build: another carrier that speaks Twilio's API, and another
 * SQLite binding. A packaged Deskbell never asks: whoever sets a variable could send its messages elsewhere.
 */
export type DevelopmentChoices = {
  readonly providerOverride?: { readonly baseUrl: string; readonly accountSid: string; readonly authToken: string }
  readonly nativeBinding?: string
}

/** The live adapter pointed at another server; all three variables or nothing. */
export const developmentProvider = (env: Readonly<Record<string, string | undefined>>): Pick<DevelopmentChoices, 'providerOverride'> => {
  const { DESKBELL_PROVIDER_URL: baseUrl, DESKBELL_ACCOUNT_SID: accountSid, DESKBELL_AUTH_TOKEN: authToken } = env
  return baseUrl && accountSid && authToken ? { providerOverride: { baseUrl, accountSid, authToken } } : {}
}

/** Everything the environment may choose; nothing at all when packaged. */
export const developmentChoices = (packaged: boolean, env: Readonly<Record<string, string | undefined>>): DevelopmentChoices => {
  if (packaged) return {}
  const binding = env['SQLITE_BINDING_NAPI9']
  return { ...developmentProvider(env), ...(binding ? { nativeBinding: binding } : {}) }
}
