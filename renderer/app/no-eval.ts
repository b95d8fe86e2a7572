import { config } from 'zod'

// Zod would try whether it may compile its checks; the window's policy forbids that, and reports each try.
config({ jitless: true })
