import { Fn } from 'cdktf';

/** The encryption policy of one collection: the key given, or one that AWS owns. */
export function encryptionPolicyDocument(collectionName: string, kmsKeyArn: string | undefined): string {
  return Fn.jsonencode({
    Rules: [{ ResourceType: 'collection', Resource: [`collection/${collectionName}`] }],
    ...(kmsKeyArn === undefined ? { AWSOwnedKey: true } : { AWSOwnedKey: false, KmsARN: kmsKeyArn }),
  });
}
