/** ONNX models as protobufjs encodes them, from the part of onnx.proto that is read. */
import protobuf from "protobufjs";

const PROTO = `
syntax = "proto2";
message ModelProto { optional int64 ir_version = 1; optional string producer_name = 2; optional GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; repeated FunctionProto functions = 25; }
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message FunctionProto { optional string name = 1; optional string domain = 10; }
message GraphProto { repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5; optional string doc_string = 10;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; repeated SparseTensorProto sparse_initializer = 15; }
message NodeProto { repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4; repeated AttributeProto attribute = 5; optional string domain = 7; }
message AttributeProto { optional string name = 1; optional float f = 2; optional int64 i = 3; optional TensorProto t = 5; repeated int64 ints = 8; optional int32 type = 20; optional string ref_attr_name = 21; optional SparseTensorProto sparse_tensor = 22; }
message ValueInfoProto { optional string name = 1; }
message StringStringEntryProto { optional string key = 1; optional string value = 2; }
message TensorProto { repeated int64 dims = 1; optional int32 data_type = 2; optional Segment segment = 3; repeated float float_data = 4 [packed = true]; repeated int32 int32_data = 5 [packed = true];
  repeated int64 int64_data = 7 [packed = true]; optional string name = 8; optional bytes raw_data = 9; repeated double double_data = 10 [packed = true]; repeated uint64 uint64_data = 11 [packed = true];
  repeated StringStringEntryProto external_data = 13; optional int32 data_location = 14; }
message Segment { optional int64 begin = 1; }
message SparseTensorProto { optional TensorProto values = 1; optional TensorProto indices = 2; repeated int64 dims = 3; }
`;

const TYPES = protobuf.parse(PROTO, { keepCase: true }).root;
/** The same with every number of a repeated field by itself, as older serialisers write them. */
const UNPACKED = protobuf.parse(PROTO.replaceAll("packed = true", "packed = false"), { keepCase: true }).root;

/** A message as an object: fields by their names in onnx.proto. */
export type Message = Record<string, unknown>;

export function encode(type: string, message: Message, packed = true): Buffer {
  const lookup = (packed ? TYPES : UNPACKED).lookupType(type);
  return Buffer.from(lookup.encode(lookup.fromObject(message)).finish());
}

export function decode(bytes: Uint8Array): Message {
  const type = TYPES.lookupType("ModelProto");
  return type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer, defaults: false }) as Message;
}

export function node(op_type: string, input: string[], output: string | string[], attributes: Record<string, Message> = {}, more: Message = {}): Message {
  const attribute = Object.entries(attributes).map(([name, value]) => ({ name, ...value }));
  return { op_type, input, output: [output].flat(), name: `${op_type} ${[output].flat()[0]}`, attribute, ...more };
}

/** A float tensor of ones, or of these numbers, in raw_data. */
export function tensor(name: string, dims: number[], values?: number[], more: Message = {}): Message {
  const count = dims.reduce((product, size) => product * size, 1);
  const numbers = Float32Array.from(values ?? Array<number>(count).fill(1));
  return { name, dims, data_type: 1, raw_data: Buffer.from(numbers.buffer), ...more };
}

export interface GraphSpec {
  nodes: Message[];
  initializers?: Message[];
  sparse?: Message[];
  input?: string[];
  output?: string[];
  opset?: number;
}

export function graphOf({ nodes, initializers = [], sparse = [], input = ["x"], output = ["y"] }: GraphSpec): Message {
  return { node: nodes, name: "g", initializer: initializers, sparse_initializer: sparse, input: input.map((name) => ({ name })), output: output.map((name) => ({ name })) };
}

export function model(spec: GraphSpec): Buffer {
  return encode("ModelProto", { ir_version: 8, producer_name: "test", graph: graphOf(spec), opset_import: [{ version: spec.opset ?? 15 }] });
}

/** A network of one layer with this weight [out, in], as Gemm with transB = 1. */
export function oneLayer(weight: Message): Buffer {
  return model({ nodes: [node("Gemm", ["x", "w"], "y", { transB: { i: 1 } })], initializers: [weight] });
}
