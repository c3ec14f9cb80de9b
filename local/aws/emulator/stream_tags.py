"""CreateStream takes tags.

https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html#Streams-CreateStream-request-Tags
"""

from ministack.services import kinesis


def restore():
    create = kinesis._create_stream

    def create_stream(request):
        answer = create(request)
        if answer[0] == 200:
            kinesis._streams[request["StreamName"]]["tags"].update(request.get("Tags") or {})
        return answer

    kinesis._create_stream = create_stream
