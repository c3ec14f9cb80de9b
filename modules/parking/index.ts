export { Parking, type ParkingProps } from './parking';
