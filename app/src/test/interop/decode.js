// Decodes records with Confluent's own JavaScript client: one JSON line {topic, value (base64)} in,
// one JSON line with the decoded record out.
import { createInterface } from 'node:readline';
import schemaregistry from '@confluentinc/schemaregistry';

const { SchemaRegistryClient, AvroDeserializer, SerdeType } = schemaregistry;
const client = new SchemaRegistryClient({ baseURLs: [process.argv[2]] });
const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});

for await (const line of createInterface({ input: process.stdin })) {
  const { topic, value } = JSON.parse(line);
  const record = await deserializer.deserialize(topic, Buffer.from(value, 'base64'));
  console.log(JSON.stringify(record, (_, field) => (typeof field === 'bigint' ? String(field) : field)));
}
