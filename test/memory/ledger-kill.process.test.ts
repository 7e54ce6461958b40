import { ledgerKillContract } from './ledger-kill-contract.ts';

// Twenty were run with DOTP_KILLS=20.
ledgerKillContract('embedded', () => '', Number(process.env.DOTP_KILLS ?? 3));
