-- What tries that were repeated cost, which adds to what a campaign was billed.
ALTER TABLE former_sids ADD COLUMN batch_id INTEGER;
ALTER TABLE former_sids ADD COLUMN price_micros INTEGER;
ALTER TABLE former_sids ADD COLUMN currency TEXT;
UPDATE former_sids SET batch_id = (SELECT m.batch_id FROM messages m WHERE m.id = message_id);
CREATE INDEX former_sids_by_batch ON former_sids (batch_id, price_micros) WHERE price_micros IS NOT NULL;
-- Or each message that is deleted looks through all of them.
CREATE INDEX former_sids_by_message ON former_sids (message_id);
