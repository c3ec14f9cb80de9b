import { Fn } from 'cdktf';
import { choose, isGiven } from '../conditions';

/** The encryption policy of one collection: the key given, or one that AWS owns. */
export function encryptionPolicyDocument(collectionName: string, kmsKeyArn: string | undefined): string {
  const document = (key: object): string =>
    Fn.jsonencode({
      Rules: [{ ResourceType: 'collection', Resource: [`collection/${collectionName}`] }],
      ...key,
    });
  return choose(
    isGiven(kmsKeyArn),
    document({ AWSOwnedKey: false, KmsARN: kmsKeyArn }),
    document({ AWSOwnedKey: true }),
  );
}
