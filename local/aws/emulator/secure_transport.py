"""Requests of the AWS SDKs come over TLS, so `aws:SecureTransport` is true for them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport

The emulator listens on the loopback interface only, without TLS; a bucket policy that denies what does
not come over TLS would deny everything there.
"""

import ministack.app


def restore():
    pin = ministack.app.pin_request_origin
    ministack.app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)
