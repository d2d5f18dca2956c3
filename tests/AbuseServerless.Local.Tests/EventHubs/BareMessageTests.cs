using System.Text;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.EventHubs.Protocol;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class BareMessageTests
{
    [Theory]
    [InlineData("inner", "outer", "inner")]
    [InlineData(null, "outer", "outer")]
    [InlineData(null, null, null)]
    public void The_inner_partition_key_counts_before_that_of_the_batch(string? inner, string? outer, string? expected)
    {
        var message = new Message { BodySection = new Data { Binary = "x"u8.ToArray() } };
        if (inner is not null)
        {
            message.MessageAnnotations = new MessageAnnotations();
            message.MessageAnnotations[new Symbol("x-opt-partition-key")] = inner;
        }

        Assert.Equal(expected, BareMessage.Of(Encode(message), outer).PartitionKey);
    }

    [Fact]
    public void What_belongs_to_the_transfer_is_not_kept()
    {
        var message = new Message { BodySection = new Data { Binary = "x"u8.ToArray() }, ApplicationProperties = new ApplicationProperties() };
        message.ApplicationProperties["n"] = 5L;
        var bare = Encode(message);
        message.Header = new Header { Durable = true };
        message.DeliveryAnnotations = new DeliveryAnnotations();
        message.DeliveryAnnotations[new Symbol("a")] = "b";

        Assert.Equal(bare, BareMessage.Of(Encode(message), null).Message.ToArray());
    }

    [Fact]
    public void Several_data_sections_are_one_body()
    {
        var data = new DataList();
        data.Add(new Data { Binary = "ab"u8.ToArray() });
        data.Add(new Data { Binary = "cd"u8.ToArray() });

        Assert.Equal("abcd", Body(new Message { BodySection = data }));
    }

    [Fact]
    public void A_body_that_is_no_data_reads_as_empty() => Assert.Equal("", Body(new Message("a value")));

    [Theory]
    [InlineData("00")]
    [InlineData("7B226163636F756E74223A2261227D")]
    [InlineData("0053")]
    [InlineData("005375A005616263")]
    [InlineData("005375B0FFFFFFFF61")]
    [InlineData("00537540")]
    [InlineData("005377000000000000000000000000000000000000000000000000")]
    [InlineData("005374C10302A101")]
    public void Bytes_that_are_no_message_are_refused_before_they_are_stored(string hex) =>
        Assert.ThrowsAny<Exception>(() => BareMessage.Of(Convert.FromHexString(hex), null));

    [Theory]
    [InlineData("/auth-events", "auth-events", null, null)]
    [InlineData("auth-events", "auth-events", null, null)]
    [InlineData("amqp://localhost:5673/auth-events/Partitions/3", "auth-events", null, "3")]
    [InlineData("/auth-events/ConsumerGroups/$Default/Partitions/0", "auth-events", "$Default", "0")]
    [InlineData("/auth-events/else/where", "auth-events/else/where", null, null)]
    public void An_address_names_hub_group_and_partition(string address, string hub, string? group, string? partition) =>
        Assert.Equal(new LinkAddress(hub, group, partition), LinkAddress.Parse(address));

    private static string Body(Message message) =>
        Encoding.UTF8.GetString(BareMessage.ToStoredEvent(new LogEntry(1, 0, null, Encode(message))).Body.Span);

    private static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
